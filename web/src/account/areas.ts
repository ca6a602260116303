import { shallowRef } from 'vue';
import { api, call } from '../api/call';
import type { Area } from '../api/types';

export const areas = shallowRef<Area[]>([]);
let asked: Promise<void> | null = null;

/** The areas of the province, read once a visit. */
export function loadAreas(): Promise<void> {
  asked ??= call(api.GET('/api/areas')).then(({ items }) => void (areas.value = items)).catch(() => void (asked = null));
  return asked;
}

export const isProvince = (code: string) => code.endsWith('0000');

/** A province account works for every city, a city account for its own. */
export function reachable(all: Area[], own: string): Area[] {
  return isProvince(own) ? all.filter(({ code }) => code.startsWith(own.slice(0, 2))) : all.filter(({ code }) => code === own);
}

export const areaName = (code: string) => areas.value.find((area) => area.code === code)?.name ?? code;
