/** Every intrinsic function of CloudFormation that may stand in a property. CloudFormation "Intrinsic function reference". */
import { expression, type Intrinsic, unknown } from './context.ts';
import { join, length, openList, select, split } from './lists.ts';
import { findInMap } from './mappings.ts';
import { getAtt, ref } from './reference.ts';
import { base64, importValue, toJsonString, transform } from './strings.ts';
import { sub } from './sub.ts';

/** A truth value of deployment time; it may stand in a property only inside `Fn::If`. */
const truth: Intrinsic = (_argument, _context, whole) => expression(whole, 'name');

export const INTRINSICS: ReadonlyMap<string, Intrinsic> = new Map<string, Intrinsic>([
  ['Ref', ref],
  ['Fn::GetAtt', getAtt],
  ['Fn::Sub', sub],
  ['Fn::Join', join],
  ['Fn::Split', split],
  ['Fn::Select', select],
  ['Fn::Length', length],
  ['Fn::FindInMap', findInMap],
  ['Fn::ImportValue', importValue],
  ['Fn::Base64', base64],
  ['Fn::ToJsonString', toJsonString],
  ['Fn::Transform', transform],
  ['Fn::GetAZs', openList],
  ['Fn::Cidr', openList],
  ['Fn::RefAll', openList],
  ['Fn::ValueOfAll', openList],
  ['Fn::ValueOf', (_argument, _context, whole) => expression(whole)],
  ['Condition', truth],
  ['Fn::And', truth],
  ['Fn::Or', truth],
  ['Fn::Not', truth],
  ['Fn::Equals', truth],
  ['Fn::Contains', truth],
  ['Fn::EachMemberEquals', truth],
  ['Fn::EachMemberIn', truth],
  // expanded before evaluation; what is left could not be
  ['Fn::ForEach', () => unknown('an Fn::ForEach that could not be expanded')],
]);
