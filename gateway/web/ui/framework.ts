/** What the pages are made with, in one place, so that another version is one edit. */
export { effect, type ReadonlySignal, signal } from '@preact/signals';
export { type ComponentChildren, type ComponentType, Fragment, render, type VNode } from 'preact';
export { useEffect, useId, useLayoutEffect, useRef, useState } from 'preact/hooks';
