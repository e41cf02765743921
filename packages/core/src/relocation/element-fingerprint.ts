/** A rectangle on the page, in CSS pixels from its top left corner. */
export interface ElementBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** An option of a list to choose from. */
export interface ElementOption {
  readonly value: string;
  /** What a person reads. */
  readonly label: string;
}

/**
 * What is remembered of an element that a locator resolved to, and what is read of every element of a page on which one is looked
 * for. Everything but the tag and the place in the tree may be missing: not known is not the same as empty, but counts alike.
 */
export interface ElementFingerprint {
  /** In lower case. */
  readonly tag: string;
  /**
   * Absolute XPath with an index at every step, such as `/html[1]/body[1]/main[1]/button[2]`; in a frame from the frame's own
   * root, and with a step `#shadow` where it enters a shadow root.
   */
  readonly xpath: string;
  /** XPath from the element's own id, or the nearest one above it in its frame and shadow root; missing when there is none. */
  readonly idXpath?: string;
  readonly role?: string;
  /** Accessible name. */
  readonly name?: string;
  /** Visible text, words parted by one space. */
  readonly text?: string;
  readonly label?: string;
  readonly placeholder?: string;
  readonly alt?: string;
  readonly title?: string;
  readonly testId?: string;
  readonly id?: string;
  /** The attribute `name`. */
  readonly nameAttribute?: string;
  readonly type?: string;
  readonly href?: string;
  readonly classes?: readonly string[];
  /** Of a `select`: its first options. */
  readonly options?: readonly ElementOption[];
  /** Whether it is there to be pressed: a button, a link that looks like one, an input of such a type. */
  readonly isButton?: boolean;
  readonly box?: ElementBox;
  /** Words that stand within about 50 pixels of it. */
  readonly neighborText?: string;
  /** The words of the table row, list item or card that it is in, when there are several of these. */
  readonly rowText?: string;
  /** The nearest heading before it. */
  readonly heading?: string;
  /** Names of the frames it is in, outermost first, and `#shadow` for each shadow root; empty at the top of the page. */
  readonly within?: readonly string[];
  /** `false` when it is there and cannot be seen, or cannot be used. */
  readonly isVisible?: boolean;
  readonly isEnabled?: boolean;
}
