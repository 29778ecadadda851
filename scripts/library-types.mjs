// The library's types in one file, and the report of them: API Extractor makes both from what the compiler declares.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor';

const SILENT = { logLevel: ExtractorLogLevel.None, addToApiReportFile: false };
const REPORTED = { logLevel: ExtractorLogLevel.Error, addToApiReportFile: false };

/**
 * Describes what src/index.ts exports. Throws where a type that it needs is not exported, or something has no comment.
 *
 * @returns `report`: text that changes whenever the library does; `declarations`: all types in one `.d.ts`
 */
export async function describeLibrary(root) {
  await mkdir(join(root, '.cache'), { recursive: true });
  const folder = await mkdtemp(join(root, '.cache', 'library-'));
  try {
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    const project = join(root, 'tsconfig.build.json');
    await promisify(execFile)(process.execPath, [compiler, '--project', project, '--outDir', folder]);
    extract(root, folder);
    const [report, declarations] = await Promise.all(
      ['mopy.api.md', 'rollup.d.ts'].map((name) => readFile(join(folder, name), 'utf8')),
    );
    return { report, declarations };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function extract(root, folder) {
  const messages = [];
  const { errorCount } = Extractor.invoke(configuration(root, folder), {
    localBuild: true,
    messageCallback(message) {
      if (message.logLevel === ExtractorLogLevel.Error) {
        messages.push(`${message.messageId}: ${message.text}`);
      }
      message.handled = true;
    },
  });
  if (errorCount > 0) {
    throw new Error(`src/index.ts and what it exports:\n${messages.join('\n')}`);
  }
}

function configuration(root, folder) {
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(root, 'package.json'),
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: join(folder, 'index.d.ts'),
      compiler: { tsconfigFilePath: join(root, 'tsconfig.build.json') },
      apiReport: {
        enabled: true,
        reportFileName: 'mopy.api.md',
        reportFolder: folder,
        reportTempFolder: join(folder, 'temporary'),
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: true, untrimmedFilePath: join(folder, 'rollup.d.ts') },
      tsdocMetadata: { enabled: false },
      newlineKind: 'lf',
      messages: {
        compilerMessageReporting: { default: REPORTED },
        extractorMessageReporting: {
          default: REPORTED,
          // Everything here is as public as the rest.
          'ae-missing-release-tag': SILENT,
        },
        tsdocMessageReporting: { default: SILENT },
      },
    },
  });
}
