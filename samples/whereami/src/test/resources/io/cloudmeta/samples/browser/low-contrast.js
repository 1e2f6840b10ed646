// Returns the texts whose contrast is less than WCAG's level AA requires, with the ratio
const colors = (css) => [...css.matchAll(/rgba?\(([^)]+)\)/g)].map((match) => match[1].split(/[ ,/]+/).map(Number));

const luminance = (color) => {
	const [red, green, blue] = color.slice(0, 3)
		.map((value) => value / 255)
		.map((value) => (value <= 0.04045) ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
	return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (one, other) => {
	const [dark, light] = [luminance(one), luminance(other)].sort((left, right) => left - right);
	return (light + 0.05) / (dark + 0.05);
};

// A gradient has several
const backgrounds = (element) => {
	const style = getComputedStyle(element);
	const found = [...colors(style.backgroundImage), ...colors(style.backgroundColor)].filter((color) => color[3] !== 0);
	return (found.length > 0 || element === document.documentElement) ? found : backgrounds(element.parentElement);
};

return [...document.body.querySelectorAll('*')]
	.filter((element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()))
	.map((element) => {
		const style = getComputedStyle(element);
		const ratios = backgrounds(element).map((color) => contrast(colors(style.color)[0], color));
		const needed = (parseFloat(style.fontSize) >= 24) ? 3 : 4.5;
		const ratio = (ratios.length > 0) ? Math.min(...ratios) : 0;
		return (ratio < needed) ? `${element.textContent.trim()} (${ratio.toFixed(2)})` : null;
	})
	.filter((offender) => offender !== null);
