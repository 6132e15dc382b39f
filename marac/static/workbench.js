// The keyboard on the research workbench. Everything here can be done without it.
const form = document.getElementById('workbench');
const ticks = () => [...form.querySelectorAll('input[name="tick"]')];
const count = document.getElementById('ticked-count');

function say() {
  const ticked = ticks().filter((tick) => tick.checked).length;
  count.textContent = ticked ? `${ticked} ticked.` : '';
}

function move(from, step) {
  const all = ticks();
  all[all.indexOf(from) + step]?.focus();
}

function send() {
  const who = form.elements.searched_by;
  if (!who.value.trim()) who.focus();
  else form.requestSubmit();
}

document.addEventListener('keydown', (event) => {
  if (!form) return;
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    send();
    return;
  }
  const tick = event.target.closest('input[name="tick"]');
  if (!tick || event.altKey || event.shiftKey || event.ctrlKey || event.metaKey) return;
  const keys = { ArrowDown: () => move(tick, 1), ArrowUp: () => move(tick, -1), Enter: () => location.assign(tick.dataset.href) };
  if (!keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
});

if (form) {
  document.getElementById('keys').hidden = false;
  form.addEventListener('change', say);
  say();
}
