// The live meeting: what is typed is kept until the server has it, the panel never moves under a hand, the clock ticks.
// What waits is in memory and, sealed with a key that came with the page, in this tab's session storage: nowhere else.
const WAITS = [1, 2, 4, 8, 15, 30].map((seconds) => seconds * 1000);
const $ = (selector, scope = document) => scope.querySelector(selector);
const form = () => $('form[data-outbox]');

// Sealing: AES-GCM under the page's key; where the browser has no crypto, memory alone.
class Vault {
  constructor(hex) {
    this.turns = {};
    const bytes = Uint8Array.from(hex.match(/../g), (pair) => parseInt(pair, 16));
    this.key = crypto.subtle?.digest('SHA-256', bytes)
      .then((raw) => crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']));
  }

  // Only the latest is kept: what was dropped while it was being sealed does not come back.
  async keep(name, value) {
    if (!this.key) return;
    const turn = this.next(name);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const box = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await this.key, new TextEncoder().encode(JSON.stringify(value)));
    if (this.turns[name] === turn) sessionStorage.setItem(name, btoa(String.fromCharCode(...iv, ...new Uint8Array(box))));
  }

  drop(name) {
    this.next(name);
    sessionStorage.removeItem(name);
  }

  next(name) {
    this.turns[name] = (this.turns[name] ?? 0) + 1;
    return this.turns[name];
  }

  async open(name) {
    const kept = this.key && sessionStorage.getItem(name);
    if (!kept) return null;
    try {
      const bytes = Uint8Array.from(atob(kept), (letter) => letter.charCodeAt(0));
      const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytes.slice(0, 12) }, await this.key, bytes.slice(12));
      return JSON.parse(new TextDecoder().decode(plain));
    } catch {
      return null; // somebody else's key: not for this reader
    }
  }
}

class Outbox {
  constructor(meeting, vault) {
    this.name = `notes ${meeting}`;
    this.vault = vault;
    this.items = [];
    this.tries = 0;
    this.saved = '';
    window.addEventListener('online', () => this.send());
    window.addEventListener('beforeunload', (event) => this.items.length && event.preventDefault());
  }

  async restore() {
    const kept = await this.vault.open(this.name);
    const known = new Set(this.items.map((item) => item.id));
    this.items.unshift(...(kept ?? []).filter((item) => !known.has(item.id)));
    this.draw();
    this.send();
  }

  add(item) {
    this.items.push(item);
    this.keep();
    this.send();
  }

  keep() {
    this.draw();
    if (this.items.length) this.vault.keep(this.name, this.items);
    else this.vault.drop(this.name);
  }

  drop(item) {
    this.items = this.items.filter((other) => other !== item);
    this.keep();
  }

  // One after another, in the order typed; what fails is tried again, longer apart each time.
  async send() {
    if (this.sending) return;
    clearTimeout(this.later);
    const item = this.items.find((other) => !other.refused);
    if (!item) return;
    this.sending = true;
    const again = await this.post(item).catch(() => 'not sent yet: no connection');
    this.sending = false;
    if (again) {
      item.state = again;
      this.draw();
      this.later = setTimeout(() => this.send(), WAITS[Math.min(this.tries++, WAITS.length - 1)]);
      return;
    }
    this.tries = 0;
    this.send();
  }

  async post(item) {
    const answer = await fetch(item.url, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams(item.fields),
      redirect: 'manual',
      signal: AbortSignal.timeout(10000),
    });
    if (answer.type === 'opaqueredirect' || answer.status === 401) return 'not sent yet: sign in again in another tab';
    if (answer.status >= 500) return 'not sent yet: the server did not answer';
    if (answer.ok) {
      this.saved = `Saved ${(await answer.json()).saved}`;
      this.drop(item);
      return '';
    }
    const errors = answer.status === 422 ? (await answer.json()).errors : {};
    item.refused = Object.values(errors).join(' ') || 'It was not accepted: it may be closed, or changed by somebody else.';
    this.keep();
    return '';
  }

  draw() {
    const list = $('[data-waiting]');
    const state = $('#note-state');
    if (!list) return;
    list.replaceChildren(...this.items.map((item) => this.row(item)));
    if (state && !$('#note-text')?.value) {
      const waiting = this.items.length;
      state.textContent = waiting ? `${waiting} not sent yet` : this.saved || 'Nothing waits to be sent';
    }
  }

  row(item) {
    const row = document.createElement('li');
    row.className = item.refused ? 'note-waiting note-waiting--refused' : 'note-waiting';
    const words = document.createElement('span');
    words.textContent = `${item.about}: ${item.text}`;
    const state = document.createElement('strong');
    state.textContent = item.refused || item.state || 'not sent yet';
    row.append(words, ' ', state);
    if (item.refused) row.append(' ', this.button('Put it back in the box', () => this.back(item)), ' ', this.button('Discard', () => this.drop(item)));
    return row;
  }

  button(text, act) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'link-button';
    button.textContent = text;
    button.addEventListener('click', act);
    return button;
  }

  back(item) {
    const box = $('#note-text');
    if (!box) return;
    box.value = [box.value, item.text].filter(Boolean).join('\n');
    this.drop(item);
    box.focus();
  }
}

let vault;
let outbox;
let wording = '';
let typing;
let asked = false; // somebody chose what to write on: the box is theirs next
const drafts = (note) => `draft ${note.getAttribute('action')}`;

// Each time the panel is drawn: its draft comes back, and what waits is shown again.
async function begin() {
  const note = form();
  if (note && !note.dataset.begun) {
    note.dataset.begun = 'yes';
    if (!outbox) {
      vault = new Vault(note.dataset.key);
      outbox = new Outbox(note.dataset.outbox, vault);
      await outbox.restore();
    }
    const draft = await vault.open(drafts(note));
    const box = $('#note-text', note);
    if (draft && box && !box.value) {
      box.value = draft;
      $('#note-state').textContent = 'Not sent yet';
    }
    outbox.draw();
    if (asked) box?.focus();
    asked = false;
  }
  const action = $('#action-wording');
  if (action && wording) {
    action.value = wording;
    wording = '';
  }
}

function keepDraft(note) {
  const text = $('#note-text', note).value;
  if (text) vault.keep(drafts(note), text);
  else vault.drop(drafts(note));
}

function take(note) {
  const fields = [...new FormData(note)];
  const given = Object.fromEntries(fields);
  if (!given.text.trim()) return $('#note-text').focus();
  const chosen = (id) => $(id)?.value && $(id).selectedOptions[0].text;
  const about = [note.dataset.about, chosen('#note-agency'), chosen('#note-what')].filter(Boolean).join(', ');
  $('#note-text').value = '';
  $('[name=client_id]', note).value = crypto.randomUUID();
  keepDraft(note);
  outbox.add({ id: given.client_id, url: note.getAttribute('action'), fields, text: given.text, about });
  $('#note-what').value = 'note';
}

document.addEventListener('submit', (event) => {
  if (!event.target.matches('form[data-outbox]') || !outbox) return;
  event.preventDefault();
  take(event.target);
});

document.addEventListener('input', (event) => {
  const note = event.target.closest('form[data-outbox]');
  if (event.target.id === 'note-side') said(note, event.target.checked);
  if (event.target.id !== 'note-text') return;
  clearTimeout(typing);
  typing = setTimeout(() => vault && keepDraft(note), 250);
});

document.addEventListener('keydown', (event) => {
  if (event.altKey && event.code === 'KeyA') return event.preventDefault(), $('[data-to-action]')?.click();
  const enter = event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.metaKey && !event.isComposing;
  if (enter && event.target.id === 'note-text') {
    event.preventDefault();
    form().requestSubmit();
  }
});

document.addEventListener('click', (event) => {
  if (event.target.closest('#current-case a[hx-target="#write"]')) asked = true;
  const button = event.target.closest('[data-to-action]');
  if (!button) return;
  const note = form();
  if (!vault) return;
  wording = $('#note-text', note).value;
  $('#note-text', note).value = '';
  keepDraft(note);
  htmx.ajax('GET', button.dataset.toAction, { target: '#write', swap: 'outerHTML' });
});

// The audience in words, before the first keystroke.
function said(note, both) {
  const words = $('[data-audience]', note);
  words.dataset.without ??= words.textContent;
  words.textContent = both ? words.dataset.with : words.dataset.without;
}

// The case moved on: the panel follows, unless somebody is writing in it.
function follow() {
  const now = $('#current-case');
  const write = $('#write');
  if (!now || !write || now.dataset.hearing === write.dataset.hearing) return;
  const dirty = [...write.querySelectorAll('textarea, input[type=text], input[type=date]')].some((field) => field.value !== field.defaultValue);
  if (dirty) $('.live-moved', write).hidden = false;
  else write.dispatchEvent(new CustomEvent('case-moved'));
}

function tick() {
  for (const clock of document.querySelectorAll('.live-clock')) {
    if (clock.dataset.now !== clock.dataset.seen) {
      clock.dataset.seen = clock.dataset.now;
      clock.skew = Date.now() - Date.parse(clock.dataset.now);
    }
    const gone = Math.floor((Date.now() - (clock.skew ?? 0) - Date.parse(clock.dataset.from)) / 60000);
    const left = Number(clock.dataset.minutes) - gone;
    clock.classList.toggle('live-clock--over', left < 0);
    $('.live-clock__now', clock).textContent = left < 0 ? `${-left} min over` : `${gone} min`;
  }
}

document.addEventListener('htmx:after:swap', () => { begin(); follow(); tick(); });
document.documentElement.classList.add('live-script');
setInterval(tick, 1000);
begin();
tick();
