import { openHistory } from '@millwright/history';

/** Adds one to a state document as often as it is told; with `hold`, dies while it holds the lock. */
const [dir = '', count = '1', hold = ''] = process.argv.slice(2);
const history = openHistory({ dir, root: dir });
for (let index = 0; index < Number(count); index += 1) {
  await history.updateState('counter', { count: 0 }, (state) => {
    if (hold === 'hold') process.kill(process.pid, 'SIGKILL');
    return { count: state.count + 1 };
  });
}
