// What keeps a page from being used by keyboard or read aloud: a list of sentences, empty when nothing does.
() => {
  const wrong = [];
  const shown = e => !!(e.offsetWidth || e.offsetHeight) && getComputedStyle(e).visibility !== "hidden";
  const what = e =>
    e.tagName.toLowerCase() + (e.id ? "#" + e.id : "") + " " + (e.innerText || e.name || "").trim().slice(0, 40);
  const named = e => (e.getAttribute("aria-label") || "").trim() || e.getAttribute("aria-labelledby") ||
    (e.labels && [...e.labels].some(l => l.innerText.trim())) || (e.tagName === "BUTTON" && e.textContent.trim()) ||
    (e.tagName === "INPUT" && /submit|button/.test(e.type) && e.value);
  document.querySelectorAll("input:not([type=hidden]), select, textarea, button").forEach(e => {
    if (!named(e)) wrong.push("no name: " + what(e)); });
  document.querySelectorAll("a[href]").forEach(e => {
    if (!(e.textContent.trim() || e.getAttribute("aria-label") || e.querySelector("img[alt]:not([alt=''])")))
      wrong.push("no words: " + e.outerHTML.slice(0, 90)); });
  document.querySelectorAll("img:not([alt])").forEach(e => wrong.push("no alt: " + e.src));
  const heads = [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].filter(shown).map(h => +h.tagName[1]);
  if (heads.filter(h => h === 1).length !== 1) wrong.push("h1 × " + heads.filter(h => h === 1).length);
  heads.forEach((h, i) => { if (i && h > heads[i - 1] + 1) wrong.push("heading " + heads[i - 1] + " → " + h); });
  for (const one of ["header", "main", "footer", "nav"])
    if (!document.querySelector(one)) wrong.push("no " + one);
  if (document.querySelectorAll("main").length !== 1) wrong.push("main × " + document.querySelectorAll("main").length);
  const navs = [...document.querySelectorAll("nav")];
  navs.forEach(n => { if (navs.length > 1 && !n.getAttribute("aria-label")) wrong.push("nav without a name"); });
  if (!document.documentElement.lang || !document.title.trim()) wrong.push("no language or title");
  const ids = [...document.querySelectorAll("[id]")].map(e => e.id);
  ids.filter((id, i) => ids.indexOf(id) !== i).forEach(id => wrong.push("twice: #" + id));
  document.querySelectorAll("[aria-describedby], [aria-labelledby]").forEach(e => {
    (e.getAttribute("aria-describedby") || e.getAttribute("aria-labelledby")).split(/\s+/).forEach(id => {
      if (!document.getElementById(id)) wrong.push("points nowhere: " + what(e) + " → " + id); }); });
  document.querySelectorAll("table").forEach(t => { if (!t.querySelector("th[scope]")) wrong.push("table without heads"); });
  const rgb = c => { const m = c.match(/[\d.]+/g).map(Number); return m.length > 3 ? m : [...m, 1]; };
  const over = (a, b) => [0, 1, 2].map(i => a[i] * a[3] + b[i] * (1 - a[3])).concat(1);
  const light = c => { const [r, g, b] = c.map(v => { v /= 255; return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; });
    return .2126 * r + .7152 * g + .0722 * b; };
  const base = matchMedia("(prefers-color-scheme: dark)").matches ? [0, 0, 0, 1] : [255, 255, 255, 1];
  const behind = e => { const up = []; for (; e; e = e.parentElement) up.push(rgb(getComputedStyle(e).backgroundColor));
    return up.reverse().reduce((under, c) => over(c, under), base); };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), told = new Set();
  while (texts.nextNode()) {
    const e = texts.currentNode.parentElement;
    if (!texts.currentNode.data.trim() || !shown(e) || e.closest(".visually-hidden, .off, [hidden], script, style, noscript, option, .skip, svg")) continue;
    const s = getComputedStyle(e), ground = behind(e);
    let opacity = 1; for (let p = e; p; p = p.parentElement) opacity *= +getComputedStyle(p).opacity;
    const ink = rgb(s.color); ink[3] *= opacity;
    const [a, b] = [light(over(ink, ground)), light(ground)].sort((x, y) => y - x), ratio = (a + .05) / (b + .05);
    const size = parseFloat(s.fontSize), big = size >= 24 || (size >= 18.6 && +s.fontWeight >= 700);
    if (ratio < (big ? 3 : 4.5)) told.add(`contrast ${ratio.toFixed(2)}: ${what(e)}`);
  }
  return wrong.concat([...told]);
}
