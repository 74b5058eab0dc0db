// The first page, and those with older posts.

export const data = {
  layout: "home",
  eleventyExcludeFromCollections: true,
  pagination: { data: "collections.larderPosts", size: 20, alias: "shown", generatePageOnEmptyData: true },
  permalink: ({ pagination }) => (pagination.pageNumber > 0 ? `/page/${pagination.pageNumber + 1}/` : "/"),
};

export const render = () => "";
