import { describe, expect, it } from 'vitest';
import { csvField, csvFields, csvValue } from '../../src/basics/csv.js';

describe('CSV', () => {
  it.each([
    ['a=b', 'a=b'],
    ['a=b,c', '"a=b,c"'],
    ['a={"b":1}', '"a={""b"":1}"'],
    ['a=b c', 'a=b c'],
    ['a=1\n2', '"a=1\n2"'],
  ])('writes and reads %j', (text, field) => {
    expect(csvField(text)).toBe(field);
    expect(csvFields(`x=1,${field},y=2`)).toEqual(['x=1', text, 'y=2']);
  });

  it.each<[string, string, string | undefined]>([
    ['type=oci,dest=a=b', 'dest', 'a=b'],
    ['TYPE=oci', 'type', 'oci'],
    ['"name=a,b",type=image', 'name', 'a,b'],
    ['type=oci', 'name', undefined],
    ['type', 'type', undefined],
    ['', 'type', undefined],
  ])('finds in %j the value of %s', (record, key, value) => {
    expect(csvValue(record, key)).toBe(value);
  });

  it.each(['a"b', '"a', '"a"b', 'x,"'])('is malformed: %j', (record) => {
    expect(csvFields(record)).toBeUndefined();
    expect(csvValue(record, 'x')).toBeUndefined();
  });
});
