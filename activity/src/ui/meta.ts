/**
 * A value that the server wrote into the page's head. A placeholder that nobody filled in (`__NONCE__`, when the
 * page comes from a development server) counts as absent.
 */
export const meta = (name: string): string | undefined => {
  const content = document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content
  return content === undefined || content === '' || /^__\w+__$/.test(content) ? undefined : content
}
