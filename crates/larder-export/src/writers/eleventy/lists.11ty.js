// Lists: everything of one author, series, category or tag, and all of them.

export const data = {
  layout: "list",
  eleventyExcludeFromCollections: true,
  pagination: { data: "collections.larderLists", size: 1, alias: "list" },
  permalink: ({ list }) => list.url,
};

export const render = () => "";
