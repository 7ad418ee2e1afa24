
(() => {
  'use strict';
  const root = document.documentElement;
  for (const box of document.querySelectorAll('input[data-filter]')) {
    const apply = () => root.classList.toggle('hide-' + box.dataset.filter, !box.checked);
    box.addEventListener('change', apply);
    apply();
  }

  // From the id of a source to its words and to the figures that rest on it.
  const words = new Map(), figures = new Map();
  const put = (map, id, element) => map.has(id) ? map.get(id).push(element) : map.set(id, [element]);
  for (const element of document.querySelectorAll('.text .s')) {
    for (const id of element.dataset.is.split(' ')) put(words, id, element);
  }
  for (const element of document.querySelectorAll('.text .f[data-by]')) put(figures, element.dataset.by, element);

  const note = document.getElementById('note');
  let lit = [];
  const light = (element) => {
    for (const old of lit) old.classList.remove('lit');
    lit = [];
    note.hidden = true;
    if (!element) return;
    const ids = [];
    if (element.dataset.by) ids.push(element.dataset.by);
    else if (element.dataset.is) ids.push(...element.dataset.is.split(' '));
    lit = [element, ...ids.flatMap((id) => [...(words.get(id) || []), ...(element.dataset.by ? [] : figures.get(id) || [])])];
    for (const now of lit) now.classList.add('lit');
    if (element.dataset.note) {
      note.textContent = element.dataset.note;
      note.hidden = false;
    }
  };
  const marked = (target) => target instanceof Element ? target.closest('.text .f, .text .s') : null;
  document.addEventListener('focusin', (event) => light(marked(event.target)));
  document.addEventListener('pointerover', (event) => light(marked(event.target) || marked(document.activeElement)));
  // Whoever follows a link goes on reading, with the keyboard too, where it leads.
  const arrive = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (target) target.focus({ preventScroll: true });
  };
  window.addEventListener('hashchange', arrive);
  arrive();
  document.addEventListener('keydown', (event) => { if (event.key === 'Escape') light(null); });
})();
