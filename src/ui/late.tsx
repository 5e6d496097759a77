import { useEffect, useState, type ComponentType, type ReactNode } from 'react';

export interface LateProps<Props> {
  /** Must stay the same function: it is called once. */
  readonly load: () => Promise<ComponentType<Props>>;
  readonly props: Props;
}

/**
 * A component whose module is loaded when it is first shown; until then nothing is drawn. React's own `lazy` draws its
 * part only with the next change of something else in Ink's root (seen with ink 8.0.0, react 19.3).
 */
export function Late<Props extends object>({ load, props }: LateProps<Props>): ReactNode {
  const [loaded, setLoaded] = useState<{ readonly component: ComponentType<Props> } | null>(null);
  useEffect(() => {
    let unmounted = false;
    const show = async (): Promise<void> => {
      const component = await load();
      if (!unmounted) setLoaded({ component });
    };
    void show();
    return () => {
      unmounted = true;
    };
  }, [load]);
  if (loaded === null) return null;
  const Component = loaded.component;
  return <Component {...props} />;
}
