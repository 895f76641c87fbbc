/** Kotlin is read together with Java: its files are modules of the same program. */
import type { Module } from '../program.ts';

export const isKotlin = ({ file }: Pick<Module, 'file'>): boolean => file.endsWith('.kt');
