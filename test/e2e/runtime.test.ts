import { beforeAll, describe, expect, it } from 'vitest';
import { builtImage } from '../support/built-image.js';
import { ensureImages, runContainer } from '../support/engine.js';
import { runPython } from '../support/image.js';

/** A page with a word, written without a library. */
const WRITE_PDF = `
def pdf(text):
    objects = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>"]
    content = b"BT /F 24 Tf 20 40 Td (" + text.encode() + b") Tj ET"
    objects.append(b"<</Length %d>>stream\\n%s\\nendstream" % (len(content), content))
    data, places = b"%PDF-1.4\\n", []
    for number, item in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj%s endobj\\n" % (number, item)
    table = b"".join(b"%010d 00000 n \\n" % place for place in places)
    return data + b"xref\\n0 5\\n0000000000 65535 f \\n%s trailer<</Size 5/Root 1 0 R>>\\nstartxref\\n%d\\n%%%%EOF" % (table, len(data))
`;

describe('on Python 3.11', () => {
  beforeAll(() => ensureImages('python:3.11'));
  const built = builtImage({
    'Mopyfile.yaml': 'python: 3.11\nruntime-deps: [poppler-utils]\npip: [pdf2image]\ncommand: pdftotext -v\n',
  });

  it.each([
    ['as the image is started', {}],
    [
      'as another user, read-only',
      { user: '12345', readOnly: true, dropCapabilities: true, temporary: ['/tmp'] },
    ],
  ])('draws a page, %s', async (_way, options) => {
    const program = `${WRITE_PDF}
import pdf2image
page, = pdf2image.convert_from_bytes(pdf("word"), dpi=72)
print(page.size, len(page.getcolors()) > 1)`;
    expect(await runPython(built.tar, program, { ...options, entrypoint: 'python' })).toBe('(200, 100) True');
  });

  it('starts a program of a package', async () => {
    expect(await runContainer(built.tar)).toMatchObject({
      exitCode: 0,
      stderr: expect.stringMatching(/^pdftotext version/),
    });
  });
});
