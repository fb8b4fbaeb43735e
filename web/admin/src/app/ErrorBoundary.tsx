/** A page that breaks says so, and the rest goes on. */
import { Component, type ReactNode } from "react";
import { Trouble } from "../components/Trouble";
import { useCommonWords } from "../i18n";

interface Props {
  /** The address: at another one it is tried again. */
  place?: string;
  children: ReactNode;
}

export class ErrorBoundary extends Component<Props, { broken: boolean }> {
  override state = { broken: false };

  static getDerivedStateFromError(): { broken: boolean } {
    return { broken: true };
  }

  override componentDidUpdate(before: Props): void {
    if (this.state.broken && before.place !== this.props.place) this.setState({ broken: false });
  }

  override render(): ReactNode {
    if (!this.state.broken) return this.props.children;
    return <Broken onRetry={() => this.setState({ broken: false })} />;
  }
}

function Broken({ onRetry }: { onRetry: () => void }): ReactNode {
  const t = useCommonWords();
  return <Trouble title={t("failedTitle")} text={t("crashed")} onRetry={onRetry} />;
}
