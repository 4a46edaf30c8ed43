export interface ExportReport {
  /** The collector does not take spans, and this is the first time. */
  lost(reason: string): void;
  /** It takes them again. */
  found(lostSpans: number): void;
}

/** Tells of an outage when it begins and when it ends, however many batches are lost in between. */
export function outage(report: ExportReport) {
  let isOut = false;
  let lostSpans = 0;
  return {
    lose(spans: number, reason: string) {
      if (!isOut) report.lost(reason);
      isOut = true;
      lostSpans += spans;
    },
    end() {
      if (isOut) report.found(lostSpans);
      isOut = false;
      lostSpans = 0;
    },
  };
}
