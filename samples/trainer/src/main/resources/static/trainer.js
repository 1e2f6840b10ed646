'use strict';

const INTERVAL = 250;

const element = (id) => document.getElementById(id);

// A text that stays the same is not announced again by a screen reader
const setText = (id, text) => {
	if (element(id).textContent !== text) {
		element(id).textContent = text;
	}
};

const setNumber = (id, number, text = number.toLocaleString('en')) => {
	element(id).value = number;
	setText(id, text);
};

const WATCHED = {
	disabled: 'not watched',
	starting: 'not known yet',
	watching: 'watched',
	unknown: 'cannot be read',
	unsupported: 'this cloud gives none',
};

const showNow = (progress) => {
	element('status').dataset.phase = progress.phase;
	setText('status', progress.message);
	element('problem').hidden = progress.problem === null;
	setText('problem', progress.problem ?? '');
	const interruption = progress.interruption;
	element('countdown').hidden = interruption === null;
	if (interruption !== null) {
		setText('countdown', interruption.kind + ((interruption.remaining !== null)
			? ` in ${Math.ceil(interruption.remaining / 1000)} s` : ' at any moment'));
	}
	setNumber('step', progress.step);
	setText('steps', progress.steps.toLocaleString('en'));
	setNumber('saved', progress.saved);
	const lost = progress.machines.reduce((sum, machine) => sum + machine.repeated, 0);
	setNumber('lost', lost);
	element('lost').classList.toggle('some', lost > 0);
	const last = progress.curve.at(-1);
	if (last) {
		setNumber('loss', last.loss, last.loss.toFixed(4));
	}
	const percent = (steps) => `${100 * steps / Math.max(1, progress.steps)}%`;
	element('bar-done').style.width = percent(progress.step);
	element('bar-saved').style.width = percent(progress.saved);
};

const showMachine = (progress) => {
	const machine = progress.machine;
	if (machine === null) {
		return;
	}
	setText('provider', machine.provider);
	setText('machine', machine.id);
	setText('type', machine.type ?? '–');
	element('lifecycle').hidden = machine.lifecycle === null;
	setText('lifecycle', machine.lifecycle ?? '');
	setText('place', machine.place ?? '–');
	setText('watched', WATCHED[progress.notices] ?? progress.notices);
	setText('store', machine.store);
};

const cell = (text, className) => {
	const span = document.createElement('span');
	span.textContent = text;
	span.className = className;
	return span;
};

const showMachines = (machines) => {
	const list = element('machines');
	if (list.childElementCount === machines.length && machines.length > 0
			&& list.dataset.first === machines[0].name) {
		return;
	}
	list.dataset.first = machines[0]?.name ?? '';
	list.replaceChildren(...machines.map((machine, index) => {
		const item = document.createElement('li');
		const begin = (machine.from === 0) ? 'began' : `continued after step ${machine.from.toLocaleString('en')}`;
		item.append(cell(`${index + 1}`, ''), cell(machine.name, 'value'), (machine.repeated > 0)
			? cell(`${begin}, ${machine.repeated} lost steps to repeat`, 'repeated')
			: cell((index === 0) ? begin : `${begin}, no step lost`, ''));
		return item;
	}));
};

const SVG = 'http://www.w3.org/2000/svg';

const shape = (name, attributes, text) => {
	const created = document.createElementNS(SVG, name);
	Object.entries(attributes).forEach(([key, value]) => created.setAttribute(key, value));
	if (text !== undefined) {
		created.textContent = text;
	}
	return created;
};

const showChart = (progress) => {
	const chart = element('chart');
	const width = chart.clientWidth;
	const height = chart.clientHeight;
	const left = 34;
	const top = 18;
	const bottom = height - 22;
	const right = width - 8;
	const highest = 0.7;
	const lowest = Math.floor(Math.min(0.59, ...progress.curve.map((point) => point.loss)) * 10) / 10;
	const x = (step) => left + (right - left) * step / Math.max(1, progress.steps);
	const y = (loss) => top + (bottom - top) * (highest - Math.min(loss, highest)) / (highest - lowest);
	const points = (curve) => curve.map((point) => `${x(point.step).toFixed(1)},${y(point.loss).toFixed(1)}`).join(' ');
	const shapes = [];
	for (let tenths = Math.round(lowest * 10); tenths <= highest * 10; tenths++) {
		const at = y(tenths / 10);
		shapes.push(shape('line', { class: 'grid', x1: left, x2: right, y1: at, y2: at }),
			shape('text', { x: left - 8, y: at + 4, 'text-anchor': 'end' }, (tenths / 10).toFixed(1)));
	}
	shapes.push(shape('text', { x: left, y: height - 4 }, '0'),
		shape('text', { x: right, y: height - 4, 'text-anchor': 'end' }, `${progress.steps.toLocaleString('en')} steps`));
	progress.machines.forEach((machine, index) => {
		if (index === 0) {
			return;
		}
		const at = x(machine.from);
		if (machine.repeated > 0) {
			shapes.push(shape('rect', { class: 'gap', x: at, width: x(machine.from + machine.repeated) - at, y: top,
				height: bottom - top }));
		}
		shapes.push(shape('line', { class: 'seam', x1: at, x2: at, y1: top, y2: bottom }),
			shape('text', { x: at, y: top - 6, 'text-anchor': 'middle' }, `machine ${index + 1}`));
	});
	progress.lost.forEach((curve) => shapes.push(shape('polyline', { class: 'lost', points: points(curve) })));
	shapes.push(shape('polyline', { class: 'curve', points: points(progress.curve) }));
	progress.machines.forEach((machine, index) => {
		const point = progress.curve.find((candidate) => candidate.step >= machine.from);
		if (index > 0 && point) {
			shapes.push(shape('circle', { class: 'join', cx: x(point.step), cy: y(point.loss), r: 4 }));
		}
	});
	const last = progress.curve.at(-1);
	if (last) {
		shapes.push(shape('circle', { class: 'head', cx: x(last.step), cy: y(last.loss), r: 4 }));
		setText('chart-summary', `The loss is ${last.loss.toFixed(2)} after ${last.step} of ${progress.steps} steps, on ${
			progress.machines.length} machines`);
	}
	chart.setAttribute('viewBox', `0 0 ${width} ${height}`);
	chart.replaceChildren(...shapes);
};

let controls = null;

const showControls = async (progress) => {
	controls = progress.controls;
	element('controls').hidden = controls === null;
	if (controls === null) {
		return;
	}
	const fleet = await (await fetch(controls)).json();
	const given = progress.notices !== 'unsupported';
	const announces = fleet.notices && given;
	element('notices').checked = announces;
	element('notices').disabled = !given;
	element('interrupt').disabled = !fleet.interruptible;
	setText('interrupt', announces ? 'Announce an interruption' : 'Take the machine away');
	setText('explanation', announces
		? `The simulated cloud takes the machine away ${fleet.seconds} s after its notice. The job saves at the next step.`
		: `The simulated cloud takes the machine away ${given ? 'without a notice' : 'as this cloud does: without a notice'
		}. What is not saved is lost.`);
};

const send = async (path, body) => {
	await fetch(`${controls}/${path}`, {
		method: 'POST',
		headers: { 'Content-Type': 'application/json' },
		body: JSON.stringify(body),
	});
};

const refresh = async () => {
	try {
		const progress = await (await fetch('progress')).json();
		showNow(progress);
		showMachine(progress);
		showMachines(progress.machines);
		showChart(progress);
		await showControls(progress);
		document.title = `${progress.step.toLocaleString('en')} of ${progress.steps.toLocaleString('en')} – Trainer`;
	}
	catch (error) {
		element('status').dataset.phase = 'gone';
		setText('status', 'No connection to the application');
		element('countdown').hidden = true;
		element('interrupt').disabled = true;
	}
	setTimeout(refresh, INTERVAL);
};

element('interrupt').addEventListener('click', () => {
	element('interrupt').disabled = true;
	send('interruptions', {});
});
element('notices').addEventListener('change', (event) => send('notices', { enabled: event.target.checked }));
refresh();
