// Who a container's program runs as, decided as Docker does: digits need no entry in /etc/passwd.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

export async function resolveUser(user, rootFolder) {
  const [userName, groupPart] = user.split(':');
  const userPart = userName || '0';
  const passwd = await readTable(join(rootFolder, 'etc/passwd'));
  const groups = await readTable(join(rootFolder, 'etc/group'));
  const account = passwd.find(([name, , uid]) => name === userPart || uid === userPart);
  const uid = idOf(userPart, account?.[2], 'user');
  const home = account?.[5] || '/';
  if (groupPart) {
    const group = groups.find(([name, , gid]) => name === groupPart || gid === groupPart);
    return { uid, gid: idOf(groupPart, group?.[2], 'group'), additionalGids: [], home };
  }
  const additionalGids = groups
    .filter(([, , , members]) => account !== undefined && members?.split(',').includes(account[0]))
    .map(([, , gid]) => Number(gid));
  return { uid, gid: Number(account?.[3] ?? 0), additionalGids, home };
}

function idOf(word, entry, kind) {
  const id = entry ?? word;
  if (!/^\d+$/.test(id)) {
    throw new Error(`the image knows no ${kind} ${word}`);
  }
  return Number(id);
}

async function readTable(path) {
  const text = await readFile(path, 'utf8').catch(() => '');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split(':'));
}
