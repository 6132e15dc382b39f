// Looks again when the server says that something moved. Only nudges travel here; nothing is kept in the browser.
import { ask, shutOut } from './session.js';

const GAP = 45000;
const PATIENCE = 5000;
const streams = new Map();
const watched = (url) => [...document.querySelectorAll('[data-live]')].filter((element) => element.dataset.live === url);
const say = (text) => { document.getElementById('connection').textContent = text; };

class Stream {
  constructor(url) {
    this.url = url;
    this.open();
    setInterval(() => this.over || (Date.now() - this.heard > GAP && this.open()), 5000);
    document.addEventListener('visibilitychange', () => document.hidden || this.look());
    document.addEventListener('signed-in-again', () => this.open());
  }

  open() {
    this.source?.close();
    this.over = false;
    this.heard = Date.now();
    this.source = new EventSource(this.url);
    this.source.onopen = () => this.found();
    this.source.onmessage = () => this.look();
    this.source.addEventListener('beat', () => { this.heard = Date.now(); });
    this.source.addEventListener('end', () => this.end());
    this.source.onerror = () => this.lost();
  }

  look() {
    this.heard = Date.now();
    for (const element of watched(this.url)) element.dispatchEvent(new CustomEvent('look-again'));
  }

  lost() {
    this.warning ??= setTimeout(() => say('Connection lost, reconnecting. What you see may be out of date.'), PATIENCE);
    if (this.source.readyState === EventSource.CLOSED) this.refused();
  }

  // A browser does not come back by itself to a stream that was refused: it may be the page that is.
  async refused() {
    setTimeout(() => this.over || this.open(), PATIENCE);
    if (await ask()) await shutOut().catch(() => {});
  }

  // Signed out: what is typed stays, hidden. Signed in, and yet let in no longer: the page itself says why.
  async end() {
    this.over = true;
    this.source.close();
    clearTimeout(this.warning);
    const held = await ask();
    if (held) location.reload();
    else if (held === undefined) setTimeout(() => this.open(), PATIENCE);
  }

  found() {
    clearTimeout(this.warning);
    this.warning = undefined;
    say('');
    if (this.known) this.look();
    this.known = true;
  }
}

// One stream for each address on the page, however many parts of it listen.
export function follow() {
  for (const { dataset } of document.querySelectorAll('[data-live]')) {
    if (!streams.has(dataset.live)) streams.set(dataset.live, new Stream(dataset.live));
  }
}
