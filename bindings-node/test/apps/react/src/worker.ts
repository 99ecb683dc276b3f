import { weight } from './weight';

self.onmessage = ({ data }: MessageEvent<number[]>) => {
  const sum = data.reduce((sum, number) => sum + number, 0);
  void fetch(`https://api.example.org/${weight}`, { method: 'POST', body: `${sum}` });
  self.postMessage(sum);
};
