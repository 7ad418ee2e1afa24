
(() => {
  'use strict';
  const form = document.getElementById('filter'), shown = document.getElementById('shown');
  if (!form) return;
  const files = [...document.querySelectorAll('article')].map((element) => ({
    element,
    name: element.querySelector('h2').textContent,
    findings: [...element.querySelectorAll('.finding')].map((element) => ({ element, text: null })),
  }));
  const all = files.reduce((sum, file) => sum + file.findings.length, 0);
  const plain = (text) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();
  const has = (finding, file, words) => {
    if (!words) return true;
    if (finding.text === null) finding.text = plain(file.name + ' ' + finding.element.textContent);
    return finding.text.includes(words);
  };
  const apply = () => {
    const levels = new Set([...form.querySelectorAll('input[type="checkbox"]:checked')].map((box) => box.value));
    const rule = form.elements.rule.value, name = form.elements.file.value, words = plain(form.elements.text.value);
    let count = 0;
    for (const file of files) {
      let here = 0;
      for (const finding of file.findings) {
        const { level, rule: own } = finding.element.dataset;
        const is = levels.has(level) && (!rule || rule === own) && (!name || name === file.element.id) && has(finding, file, words);
        finding.element.hidden = !is;
        if (is) here += 1;
      }
      file.element.hidden = here === 0;
      count += here;
    }
    shown.textContent = count === all ? 'All ' + all + ' shown' : count + ' of ' + all + ' shown';
  };
  // What a link leads to is to be seen, whatever was filtered.
  const arrive = () => {
    const target = document.getElementById(location.hash.slice(1));
    if (!target) return;
    if (target.hidden || target.closest('[hidden]')) {
      form.reset();
      apply();
    }
    target.scrollIntoView();
    target.focus({ preventScroll: true });
  };
  form.hidden = false;
  form.addEventListener('input', apply);
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('reset', () => setTimeout(apply));
  window.addEventListener('hashchange', arrive);
  document.addEventListener('keydown', (event) => {
    const typing = event.target instanceof Element && event.target.closest('input, select, textarea');
    if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    form.elements.text.focus();
  });
  apply();
  arrive();
})();
