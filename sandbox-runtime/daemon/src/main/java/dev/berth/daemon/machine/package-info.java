/** What is served on which socket, and what Docker has no word for: docs/machine-api.md. */
package dev.berth.daemon.machine;
