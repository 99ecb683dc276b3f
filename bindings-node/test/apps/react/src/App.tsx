import { useEffect, useState } from 'react';
import { config } from './config';

export function App() {
  const [sum, setSum] = useState(0);
  useEffect(() => {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }) => setSum(data);
    worker.postMessage([1, 2, 3]);
    return () => worker.terminate();
  }, []);
  return (
    <main>
      <h1>Shop ({config.key.length})</h1>
      <p>{sum}</p>
    </main>
  );
}
