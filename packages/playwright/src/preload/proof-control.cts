import type { ProofControl, ProofRequest } from '@millwright/core' with { 'resolution-mode': 'import' };

import type { CallChange, CallChanger, CallOutcome, CallWatcher, SentCall } from './choke-point.cts';
import type { LocatorCall } from './locator-calls.cts';
import type { Absence } from './without-element.cts';

const { alteredAssertion } = require('./altered-assertion.cjs') as import('./altered-assertion.cts').AlteredAssertion;
const { isSuccess, waitsForElement } = require('./locator-calls.cjs') as import('./locator-calls.cts').LocatorCalls;
const { isAt } = require('./proof-request.cjs') as import('./proof-request.cts').ProofRequestModule;
const { takeCrop } = require('./step-crop.cjs') as import('./step-crop.cts').StepCrop;
const { keepAway } = require('./without-element.cjs') as import('./without-element.cts').WithoutElement;

/** A call under a negative control may take this long: that it fails is what is expected. */
const controlledMs = 2000;

/** What comes after a step that was left out may take this long. */
const afterwardsMs = 15_000;

/** Steps that do something, so that they can be left undone. */
const doing = new Set([
  'click', 'dblclick', 'tap', 'fill', 'type', 'press', 'check', 'uncheck', 'hover', 'focus', 'blur', 'selectOption', 'setInputFiles', 'dispatchEvent',
]); // prettier-ignore

/** How a call under the negative control ended. */
export interface ControlledCall {
  readonly place: NonNullable<SentCall['place']>;
  readonly applied: boolean;
  readonly ok: boolean;
}

/** What a proof does to the calls of the worker. */
export interface ProofIntervention {
  /** Before a call is sent: takes pictures of watched steps, and changes what the step of the control meets. */
  readonly change: CallChanger;
  /** While it is sent; what it returns is to be told how it ended. */
  readonly watch: CallWatcher;
}

/** A call under the control, between its change and its end. Found again by its parameters, which are made for each call. */
interface Controlled {
  applied: boolean;
  readonly absence?: Absence;
}

/** Where controls come from and where they go, attempt by attempt. */
export interface ControlledAttempt {
  /** Of the attempt that runs now. */
  control(this: void): ProofControl | undefined;
  onControlled(this: void, call: ControlledCall): void;
  /** Whether its control has left out a step already. */
  wasStepLeftOut(this: void): boolean;
}

function openIntervention(
  { watched, crops }: ProofRequest,
  { control: controlNow, onControlled, wasStepLeftOut }: ControlledAttempt,
): ProofIntervention {
  const controlled = new WeakMap<object, Controlled>();

  const leaveOut = ({ place, method }: SentCall): CallChange => {
    if (place) onControlled({ place, applied: true, ok: true });
    return { instead: { result: method === 'selectOption' ? { values: [] } : undefined } };
  };

  const changeOf = async (call: SentCall): Promise<CallChange> => {
    if (controlNow()?.kind === 'without-step') return leaveOut(call);
    const timed = waitsForElement(call.method) ? { timeoutMs: controlledMs } : {};
    if (controlNow()?.kind === 'altered-assertion') {
      const seen: Controlled = { applied: true };
      controlled.set(call.params, seen);
      const holds = (own: CallOutcome): boolean => (seen.applied = isHeld(call, own));
      return { ...alteredAssertion(call.params, holds), ...timed };
    }
    const absence = await keepAway(targetOf(call));
    controlled.set(call.params, { applied: absence.applied, absence });
    return timed;
  };

  const isControlled = ({ method, params, place }: SentCall): boolean => {
    const control = controlNow();
    if (!control || !place || !isAt(place, control.step)) return false;
    if (control.action !== undefined && control.action !== method) return false;
    if (control.kind === 'altered-assertion') return method === 'expect';
    return typeof params['selector'] === 'string' && (control.kind !== 'without-step' || doing.has(method));
  };

  return {
    change(call) {
      const { object, params, place } = call;
      if (!place || !isFrameOrPage(object)) return undefined;
      const isPictured =
        crops !== undefined && typeof params['selector'] === 'string' && watched.some((step) => isAt(place, step));
      const isChanged = isControlled(call);
      if (!isChanged && wasStepLeftOut() && waitsForElement(call.method))
        return Promise.resolve({ timeoutMs: afterwardsMs });
      if (!isPictured && !isChanged) return undefined;
      return (async () => {
        if (isPictured) await takeCrop({ ...targetOf(call), place, action: call.method }, crops);
        return isChanged ? changeOf(call) : undefined;
      })();
    },
    watch({ method, params, place }) {
      const found = place && controlled.get(params);
      if (!found) return undefined;
      return (outcome) => {
        found.absence?.end();
        const ok = isHeld({ method, params }, outcome);
        onControlled({ place, applied: found.applied, ok });
      };
    },
  };
}

function isHeld({ method, params }: Pick<SentCall, 'method' | 'params'>, outcome: CallOutcome): boolean {
  return isSuccess(outcome, { action: method, isNot: params['isNot'] === true });
}

function targetOf({ object, params }: SentCall): Pick<LocatorCall, 'frame' | 'selector'> {
  return { frame: object as unknown as LocatorCall['frame'], selector: String(params['selector']) };
}

/** `expect(page)` is asked of its main frame. */
function isFrameOrPage({ _type }: SentCall['object']): boolean {
  return _type === 'Frame' || _type === 'Page';
}

const proofControl = { openIntervention };
module.exports = proofControl;
export type ProofControlModule = typeof proofControl;
