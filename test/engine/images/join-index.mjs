// Adds the image of one tag to the indexes of others in the same repository, in the place of what they had for its platform.
//
// usage: node join-index.mjs [--check] MANIFESTS_URL TAG INDEX_TAG…
//
// With --check nothing is written, and the exit code is 1 when an index lacks the image.
const words = process.argv.slice(2);
const isCheck = words[0] === '--check';
const [url, tag, ...indexTags] = isCheck ? words.slice(1) : words;
const INDEX = 'application/vnd.oci.image.index.v1+json';
const UNKNOWN = 'unknown';

const added = await manifestsOf(tag);
const [{ platform }] = added.filter((manifest) => manifest.platform.architecture !== UNKNOWN);
for (const indexTag of indexTags) {
  const present = await manifestsOf(indexTag);
  const digests = new Set(present.map(({ digest }) => digest));
  if (added.every(({ digest }) => digests.has(digest))) {
    continue;
  }
  if (isCheck) {
    process.exit(1);
  }
  await writeIndex(indexTag, [...withoutPlatform(present), ...added]);
}

// A manifest about an image (its platform is unknown) names it by digest.
function withoutPlatform(manifests) {
  const replaced = manifests.filter((manifest) => isSame(manifest.platform)).map(({ digest }) => digest);
  return manifests.filter(
    ({ digest, annotations }) =>
      !replaced.includes(digest) && !replaced.includes(annotations?.['vnd.docker.reference.digest']),
  );
}

function isSame({ architecture, variant }) {
  return architecture === platform.architecture && variant === platform.variant;
}

async function manifestsOf(name) {
  const response = await fetch(`${url}/${name}`, { headers: { accept: INDEX } });
  if (!response.ok) {
    throw new Error(`${url}/${name}: ${response.status} ${response.statusText}`);
  }
  return (await response.json()).manifests;
}

async function writeIndex(name, manifests) {
  const response = await fetch(`${url}/${name}`, {
    method: 'PUT',
    headers: { 'content-type': INDEX },
    body: JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests }),
  });
  if (!response.ok) {
    throw new Error(`${url}/${name}: ${response.status} ${await response.text()}`);
  }
}
