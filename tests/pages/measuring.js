// What a page measures of itself, for tests. Each function answers with its faults, a line each: none.
(() => {
  const TARGETS = 'a[href], button:enabled, input:enabled:not([type=hidden]), select:enabled, textarea:enabled, summary, [role=button]';
  const STOPS = `${TARGETS}, [tabindex="0"]`;
  const CLEAR = /^rgba\(.*, 0\)$/;

  const named = one => one.outerHTML.replace(/\s+/g, " ").slice(0, 140);
  const large = box => box.width > 1 && box.height > 1;
  const seen = one => one.checkVisibility({visibilityProperty: true}) && large(one.getBoundingClientRect());
  const ticked = one => one.matches("input[type=radio], input[type=checkbox]");

  // The box that answers to a press: of a radio button or a tick, with its label.
  function boxOf(one) {
    const boxes = [one, ...(ticked(one) ? one.labels : [])].map(each => each.getBoundingClientRect()).filter(large);
    const left = Math.min(...boxes.map(box => box.left)), top = Math.min(...boxes.map(box => box.top));
    const right = Math.max(...boxes.map(box => box.right)), bottom = Math.max(...boxes.map(box => box.bottom));
    return {left, top, right, bottom, width: right - left, height: bottom - top, x: (left + right) / 2, y: (top + bottom) / 2};
  }

  const blockOf = node => {
    let one = node.parentElement;
    while (one.parentElement && getComputedStyle(one).display === "inline") one = one.parentElement;
    return one;
  };

  // The exception "inline": other words stand in its line, and set its height.
  function inline(one) {
    if (one instanceof SVGElement || getComputedStyle(one).display !== "inline") return false;
    const block = blockOf(one), texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      const text = texts.currentNode;
      if (/\p{L}|\d/u.test(text.data) && !text.parentElement.closest(TARGETS) && blockOf(text) === block) return true;
    }
    return false;
  }

  // How far a circle's middle is from a box.
  const apart = (one, box) => Math.hypot(Math.max(box.left - one.x, 0, one.x - box.right), Math.max(box.top - one.y, 0, one.y - box.bottom));

  // What is smaller than `least` pixels either way and nearer to something else than that: WCAG 2.2, 2.5.8.
  function targets(least) {
    const all = [...document.querySelectorAll(TARGETS)].filter(one => seen(one) || (ticked(one) && [...one.labels].some(seen)));
    const boxes = all.map(boxOf), small = boxes.map(box => box.width < least - .5 || box.height < least - .5);
    const close = (one, other) => apart(boxes[one], boxes[other]) < least / 2 - .5
      || small[other] && Math.hypot(boxes[one].x - boxes[other].x, boxes[one].y - boxes[other].y) < least - .5;
    const crowded = at => boxes.some((_, other) => other !== at && close(at, other));  // but for the exception "spacing"
    return all.filter((one, at) => small[at] && !inline(one) && crowded(at)).map(one => {
      const box = boxOf(one);
      return `small ${Math.round(box.width)} by ${Math.round(box.height)}: ${named(one)}`;
    });
  }

  const reflow = () => document.documentElement.scrollWidth > innerWidth ? [`${document.documentElement.scrollWidth} wide of ${innerWidth}`] : [];

  // Words in letters that are not the page's: the browser's own, where nobody has said which.
  function faces() {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = new Set();
    while (texts.nextNode()) {
      const text = texts.currentNode, parent = text.parentElement;
      if (text.data.trim() && !parent.closest("[aria-hidden=true]") && parent.checkVisibility() && !/arial|monospace/i.test(getComputedStyle(parent).fontFamily)) found.add(named(parent));
    }
    return [...found].map(one => `in letters of another face: ${one}`);
  }

  function cut(one) {
    const style = getComputedStyle(one), slack = 2;
    if (one.matches("select, input:not([type=radio], [type=checkbox])")) return one.clientHeight + slack < parseFloat(style.fontSize);
    const hides = what => ["hidden", "clip"].includes(what);
    return hides(style.overflowX) && one.scrollWidth > one.clientWidth + slack || hides(style.overflowY) && one.scrollHeight > one.clientHeight + slack;
  }

  // What is there to be heard and not to be seen.
  const kept_for_ears = one => one && (getComputedStyle(one).clipPath !== "none" || getComputedStyle(one).clip !== "auto" || kept_for_ears(one.parentElement));

  const folded_away = one => one.closest("details:not([open])") && !one.closest("summary");

  // The middles of lines of text, where no leading reaches.
  function lines() {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
    while (texts.nextNode()) {
      const text = texts.currentNode, parent = text.parentElement;
      if (!text.data.trim() || parent.closest("svg, option") || !seen(parent) || folded_away(parent) || kept_for_ears(parent)) continue;
      const range = document.createRange();
      range.selectNodeContents(text);
      for (const box of range.getClientRects())
        if (large(box)) found.push({text, left: box.left + 2, right: box.right - 2, top: box.top + box.height / 4, bottom: box.bottom - box.height / 4});
    }
    return found.sort((one, other) => one.top - other.top);
  }

  function overlapping() {
    const all = lines(), found = [];
    for (let at = 0; at < all.length; at++)
      for (let next = at + 1; next < all.length && all[next].top < all[at].bottom; next++)
        if (all[at].text !== all[next].text && all[next].left < all[at].right && all[at].left < all[next].right)
          found.push(`over each other: ${all[at].text.data.trim().slice(0, 40)} / ${all[next].text.data.trim().slice(0, 40)}`);
    return found;
  }

  // What is lost where letters are larger than the page was drawn with.
  function lost() {
    const inside = [...document.body.querySelectorAll("*")].filter(one => !(one instanceof SVGElement) && seen(one));
    return [...reflow(), ...inside.filter(cut).map(one => `cut: ${named(one)}`), ...overlapping()];
  }

  // How something looks that can show where the focus is: its lines and grounds, and those of its label and of what is drawn in
  // it. In forced colours grounds and shadows are the system's.
  function look(one) {
    const free = !matchMedia("(forced-colors: active)").matches;
    const label = ticked(one) ? one.labels[0] : null;
    const parts = [[one], [one, "::before"], [one, "::after"], ...(label ? [[label], [label, "::before"], [label, "::after"]] : [])];
    for (const drawn of one instanceof SVGElement ? one.querySelectorAll("rect, circle, path, text") : []) parts.push([drawn]);
    return parts.map(([part, before]) => {
      const style = getComputedStyle(part, before);
      const outline = style.outlineStyle === "none" || CLEAR.test(style.outlineColor) ? "" : `${style.outlineWidth} ${style.outlineColor}`;
      const edges = ["Top", "Bottom"].map(side => style[`border${side}Style`] + style[`border${side}Width`] + style[`border${side}Color`]);
      return [outline, ...(free ? [style.boxShadow, style.backgroundColor] : []), ...edges, style.fill, style.stroke, style.strokeWidth].join();
    }).join(";");
  }

  // Where Tab stops: of a group of radio buttons once.
  function stops() {
    const groups = new Set();
    return [...document.querySelectorAll(STOPS)].filter(one => {
      if (one.tabIndex < 0 || !one.checkVisibility({visibilityProperty: true})) return false;
      if (!one.matches("input[type=radio]")) return true;
      const group = `${one.form?.getAttribute("action")} ${one.name}`;
      return !groups.has(group) && groups.add(group);
    });
  }

  let rest = new Map(), visits = [];

  // Remember how everything looks at rest, and every stop from now on. How often Tab is to be pressed.
  function watch() {
    const all = stops();
    rest = new Map([...document.querySelectorAll(STOPS)].map(one => [one, look(one)]));
    visits = [];
    document.addEventListener("focusin", ({target}) => visits.push([target, look(target)]));
    return all.length + 1 + 4 * document.querySelectorAll("input[type=date]").length;
  }

  function walked() {
    const came = new Set(visits.map(([one]) => one));
    const alike = one => one.matches("input[type=radio]") && visits.some(([other]) => other.name === one.name && other.form === one.form);
    const missed = stops().filter(one => !came.has(one) && !alike(one)).map(one => `Tab does not come to: ${named(one)}`);
    const unseen = visits.filter(([one, now]) => rest.get(one) === now).map(([one]) => `its focus cannot be seen: ${named(one)}`);
    const first = [...came], back = first.filter((one, at) => at && !(first[at - 1].compareDocumentPosition(one) & Node.DOCUMENT_POSITION_FOLLOWING));
    return [...missed, ...unseen, ...back.map(one => `comes before what stands before it: ${named(one)}`)];
  }

  // In forced colours: nothing but lines is left.
  function forced() {
    const all = stops(), found = [];
    document.activeElement?.blur();
    for (const one of all) {
      const before = look(one);
      one.focus({preventScroll: true});
      if (look(one) === before) found.push(`its focus cannot be seen in forced colours: ${named(one)}`);
      one.blur();
    }
    const controls = [...document.querySelectorAll("button, input:not([type=hidden]), select, textarea")].filter(seen);
    return [...found, ...controls.filter(one => !edged(one)).map(one => `has no edge in forced colours: ${named(one)}`)];
  }

  function edged(one) {
    const label = ticked(one) && one.labels[0];
    const style = label && getComputedStyle(label, "::before").content !== "none" ? getComputedStyle(label, "::before") : getComputedStyle(one);
    const native = one.type === "file" || ticked(one) && getComputedStyle(one).appearance === "auto" && getComputedStyle(one).opacity !== "0";
    const line = parseFloat(style.borderBottomWidth) > 0 && style.borderBottomStyle !== "none" && !CLEAR.test(style.borderBottomColor) && style.borderBottomColor !== style.backgroundColor;
    return native || line || (one.matches("button") && style.textDecorationLine === "underline");
  }

  const heading = () => document.querySelectorAll("h1").length === 1 ? [] : [`${document.querySelectorAll("h1").length} headings of the first level`];

  window.measuring = {targets, reflow, heading, faces, lost, watch, walked, forced};
})();
