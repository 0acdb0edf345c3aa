/** What the lab says of a machine's ports: `docs/lab-api.md`. */
export interface PortsEvent {
  readonly machine: string;
  readonly ports: readonly PublishedPort[];
}

/** A port that a container has published. */
export interface PublishedPort {
  readonly port: number;
  readonly container: string;
}

/**
 * Shows a link for each published port beside the terminals' names.
 *
 * @param address where the lab sends those on who may open a port
 * @param several whether a port needs its machine's name beside it
 */
export function openPorts(
  list: HTMLElement,
  address: (machine: string, port: number) => string,
  several = false,
): (event: PortsEvent) => void {
  const published = new Map<string, readonly PublishedPort[]>();
  return (event) => {
    published.set(event.machine, event.ports);
    const chips = [...published.entries()]
      .sort(([one], [other]) => one.localeCompare(other))
      .flatMap(([machine, ports]) =>
        ports.map((port) => chip(port, several ? machine : '', address(machine, port.port))),
      );
    list.replaceChildren(...chips);
    list.hidden = chips.length === 0;
  };
}

function chip({ port, container }: PublishedPort, machine: string, address: string): HTMLElement {
  const where = machine === '' ? '' : ` on ${machine}`;
  const link = document.createElement('a');
  link.className = 'port-chip';
  link.href = address;
  link.target = '_blank';
  link.rel = 'noopener';
  link.textContent = machine === '' ? `${port} ↗` : `${machine}:${port} ↗`;
  link.title = `Open port ${port} in a new tab; container ${container}${where}`;
  link.ariaLabel = `Open port ${port} of container ${container}${where} in a new tab`;
  const item = document.createElement('li');
  item.append(link);
  return item;
}

/** Says in a block of the lesson whether its port is published, and lets its link be the student's alone. */
export function openPortBlock(block: HTMLElement, student: string): (event: PortsEvent) => void {
  const number = Number(block.dataset.port);
  const link = block.querySelector<HTMLAnchorElement>('.port-link');
  const state = block.querySelector<HTMLElement>('[data-port-state]');
  link?.setAttribute('href', `${link.getAttribute('href')}?student=${student}`);
  const show = ({ machine, ports }: PortsEvent) => {
    if (machine !== block.dataset.machine) {
      return;
    }
    const published = ports.find(({ port }) => port === number);
    block.toggleAttribute('data-published', published !== undefined);
    if (state) {
      state.textContent = published
        ? `Container ${published.container} has published it.`
        : 'No container has published it yet.';
    }
  };
  show({ machine: block.dataset.machine ?? '', ports: [] });
  return show;
}
