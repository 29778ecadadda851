/** Annotations of the schema that editors with yaml-language-server show, and a validator does not know. */
export const EDITOR_KEYWORDS = ['markdownDescription', 'defaultSnippets'];
