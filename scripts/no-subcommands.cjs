// Stands for node:child_process in the bundle's commander: see scripts/build.mjs.
