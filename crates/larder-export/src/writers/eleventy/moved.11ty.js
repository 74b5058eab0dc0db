// Old addresses of pages. A server that can send visitors on by itself does it better.

export const data = {
  eleventyExcludeFromCollections: true,
  pagination: { data: "collections.larderMoved", size: 1, alias: "moved" },
  permalink: ({ moved }) => moved.from,
};

const escape = (text) => text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);

export const render = ({ moved }) => `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<title>${escape(moved.to)}</title>
<link rel="canonical" href="${escape(moved.whole)}">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url=${escape(moved.to)}">
</head>
<body><p><a href="${escape(moved.to)}">${escape(moved.to)}</a></p></body>
</html>
`;
