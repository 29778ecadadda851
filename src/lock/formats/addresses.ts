/** A commit of a repository as pip takes it. */
export function gitUrl(address: string, commit: string, subdirectory: string | undefined): string {
  const scp = /^(?:ssh:\/\/)?([\w.-]+@[\w.-]+):(?!\d+\/|\/\/)(.*)$/.exec(address);
  const url = scp === null ? address : `ssh://${scp[1]}/${scp[2]}`;
  return withSubdirectory(`git+${url.replace(/^git\+/, '')}@${commit}`, subdirectory);
}

/** The URL of an archive or commit whose project lies in a folder of it; some tools have written that folder in it already. */
export function withSubdirectory(url: string, subdirectory: string | undefined): string {
  const isWritten = /[#&]subdirectory=/.test(url);
  if (isWritten || subdirectory === undefined || subdirectory === '' || subdirectory === '.') {
    return url;
  }
  return `${url}${url.includes('#') ? '&' : '#'}subdirectory=${subdirectory}`;
}

/**
 * An address whose user name or password is `$NAME`, as `${NAME}`: pipenv takes either from the environment, pip the second
 * alone.
 */
export function withBraces(url: string): string {
  return url.replace(/^([a-z][a-z\d+.-]*:\/\/)([^\s/?#@]*)@/i, (_, scheme: string, userInfo: string) => {
    const halves = userInfo.split(':').map((half) => half.replace(/^\$([A-Z0-9_]+)$/, '$${$1}'));
    return `${scheme}${halves.join(':')}@`;
  });
}
