/**
 * How machines and their containers reach others: links, addresses, routes and firewall rules, made by netlink messages. The host's side is {@link
 * dev.berth.runtime.network.HostNat} and {@link dev.berth.runtime.network.MachineLink}, the machine's side {@link
 * dev.berth.runtime.network.Bridge}; which addresses they get is decided by pure classes.
 */
package dev.berth.runtime.network;
