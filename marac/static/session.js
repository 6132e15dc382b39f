// Warns before a session ends, and when it has: what was typed stays on the page, hidden, until its reader is back.
// Nothing is kept in the browser but the page itself. The server alone says how long is left (docs/decisions/0010).
const SOON = 120; // seconds before the end
const ASK = 240; // seconds between questions while all is well
const AGAIN = 5; // seconds between questions while the end is near or past
const SAID = [60, 20]; // seconds left that are read out
const dialog = document.querySelector('dialog[data-session]');
const part = (name) => dialog.querySelector(`[data-session-${name}]`);
let ends, whole, asked, used, warning, told, over, asking;

// A form that came back with errors holds what was typed as its own words; a conflict shows them beside the others'.
const isDirty = () => Boolean(document.querySelector('main .govuk-error-summary, main [data-held], [data-waiting] li'))
  || [...document.querySelectorAll('main textarea, main input:not([type=hidden]), main select')].some(changed);

function changed(field) {
  if (field.type === 'checkbox' || field.type === 'radio') return field.checked !== field.defaultChecked;
  if (field.tagName !== 'SELECT') return field.value !== field.defaultValue;
  const chosen = [...field.options].some((option) => option.defaultSelected);
  return [...field.options].some((option, index) => option.selected !== (chosen ? option.defaultSelected : index === 0));
}

// Asking leaves the session as it is; POST makes it last. True: signed in; false: over; neither: no answer.
export function ask(method = 'GET') {
  if (!dialog) return Promise.resolve(true);
  if (asking && method === 'GET') return asking;
  const mine = put(method).finally(() => { if (asking === mine) asking = undefined; });
  asking = mine;
  return mine;
}

async function put(method) {
  asked = Date.now();
  try {
    const answer = await fetch(dialog.dataset.session, { method, headers: { accept: 'application/json' }, redirect: 'manual' });
    if (answer.status === 401) end();
    else if (answer.ok) await hear(await answer.json());
    return answer.ok || (answer.status === 401 ? false : undefined);
  } catch {
    if (Date.now() >= ends) end(); // no connection: by our own clock it is over
    return undefined;
  }
}

async function hear(left) {
  if (left.reader !== dialog.dataset.reader) return location.replace('/'); // what is typed here is somebody else's
  whole = left.whole < left.idle;
  ends = Date.now() + Math.min(left.idle, left.whole) * 1000;
  if (over) return back();
  if (ends - Date.now() <= SOON * 1000) return;
  told = false;
  if (warning) close();
}

async function tick() {
  const left = Math.round((ends - Date.now()) / 1000);
  const since = (Date.now() - asked) / 1000;
  if (over) return since > AGAIN && !document.hidden && ask();
  if (left > soon()) return since > ASK && ask();
  if (told) return left <= 0 && since > AGAIN && ask();
  if (!warning) return since > AGAIN && near();
  if (left <= 0 || since > 2 * AGAIN) await ask();
  say(Math.max(left, 0));
}

const soon = () => Math.min(SOON, dialog.dataset.idle / 2);

// Typing and reading on are use too: the server is told, instead of asking somebody who plainly is there.
async function near() {
  const busyHere = used > Date.now() - soon() * 1000;
  if (!await ask(busyHere ? 'POST' : 'GET') || ends - Date.now() > soon() * 1000) return;
  warning = true;
  part('whole').hidden = part('on').hidden = !whole;
  part('idle').hidden = part('stay').hidden = whole;
  dialog.showModal();
  say(Math.round((ends - Date.now()) / 1000));
}

function say(left) {
  if (over || !warning) return;
  const words = left > 60 ? `${Math.ceil(left / 60)} minutes` : left === 1 ? '1 second' : `${left} seconds`;
  part('left').textContent = words;
  const now = SAID.findLast((mark) => left <= mark);
  if (now && part('said').dataset.at !== String(now)) {
    part('said').dataset.at = now;
    part('said').textContent = `You will be signed out in ${words}.`;
  }
}

function close() {
  warning = false;
  part('said').dataset.at = part('said').textContent = '';
  dialog.close();
}

// A session that nothing makes longer: once told, its reader sends what they have typed.
function goOn() {
  told = true;
  close();
}

function show(isOver) {
  part('soon').hidden = isOver;
  part('over').hidden = !isOver;
  dialog.setAttribute('aria-labelledby', isOver ? 'session-over-title' : 'session-title');
}

// Nothing typed: to sign in, and back to this page. Else it stays, unseen.
function end() {
  if (over) return;
  const here = new URLSearchParams({ next: location.pathname + location.search });
  if (!isDirty()) return location.replace(`${dialog.dataset.signIn}?${here}`);
  over = true;
  warning = false;
  show(true);
  part('leave').href = `${dialog.dataset.signIn}?${here}`;
  document.documentElement.classList.add('session-over');
  if (!dialog.open) dialog.showModal();
}

// Signed in, and yet not let in to this page any longer: loaded anew, it says why. True: that is so.
export async function shutOut() {
  const page = await fetch(location.href, { method: 'HEAD', redirect: 'manual' });
  const shut = [403, 404].includes(page.status);
  if (shut) location.reload();
  return shut;
}

// Signed in again, and the same person: the page comes back if they may still see it.
async function back() {
  if (await shutOut()) return;
  over = false;
  show(false);
  document.documentElement.classList.remove('session-over');
  dialog.close();
  document.querySelector('#notice')?.replaceChildren();
  document.dispatchEvent(new CustomEvent('signed-in-again'));
}

function begin() {
  asked = used = Date.now();
  ends = asked + dialog.dataset.idle * 1000;
  for (const kind of ['keydown', 'pointerdown', 'wheel', 'input']) {
    document.addEventListener(kind, () => { used = Date.now(); }, { capture: true, passive: true });
  }
  document.addEventListener('visibilitychange', () => document.hidden || ask());
  document.addEventListener('htmx:after:request', ({ detail }) => detail.ctx.response.status === 401 && ask());
  document.addEventListener('htmx:config:request', unattended);
  part('stay').addEventListener('click', () => ask('POST'));
  part('on').addEventListener('click', goOn);
  dialog.addEventListener('cancel', (event) => { event.preventDefault(); if (!over) whole ? goOn() : ask('POST'); });
  dialog.addEventListener('close', () => over && dialog.showModal());
  setInterval(tick, 1000);
}

// What a live screen fetches by itself is no use of the session.
function unattended({ detail: { ctx } }) {
  if (['look-again', 'case-moved'].includes(ctx.sourceEvent?.type)) ctx.request.headers['X-Unattended'] = 'yes';
}

if (dialog) begin();
