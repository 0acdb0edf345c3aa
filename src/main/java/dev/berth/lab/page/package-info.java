/** The only place that knows the lab's HTTP: pages, forms, server-sent events, WebSockets. Turns requests into calls, and results into what {@code docs/lab-api.md} says. */
package dev.berth.lab.page;
