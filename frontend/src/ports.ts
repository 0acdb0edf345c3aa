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
 * Shows a link for each published port beside the terminal's name.
 *
 * @param address where the lab sends those on who may open a port
 */
export function openPorts(
  list: HTMLElement,
  address: (machine: string, port: number) => string,
): (event: PortsEvent) => void {
  return ({ machine, ports }) => {
    list.replaceChildren(...ports.map((port) => chip(port, address(machine, port.port))));
    list.hidden = ports.length === 0;
  };
}

function chip({ port, container }: PublishedPort, address: string): HTMLElement {
  const link = document.createElement('a');
  link.className = 'port-chip';
  link.href = address;
  link.target = '_blank';
  link.rel = 'noopener';
  link.textContent = `${port} ↗`;
  link.title = `Open port ${port} in a new tab; container ${container}`;
  link.ariaLabel = `Open port ${port} of container ${container} in a new tab`;
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
  const show = ({ ports }: Pick<PortsEvent, 'ports'>) => {
    const published = ports.find(({ port }) => port === number);
    block.toggleAttribute('data-published', published !== undefined);
    if (state) {
      state.textContent = published
        ? `Container ${published.container} has published it.`
        : 'No container has published it yet.';
    }
  };
  show({ ports: [] });
  return show;
}
