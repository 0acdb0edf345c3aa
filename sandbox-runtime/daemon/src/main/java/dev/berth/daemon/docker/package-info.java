/**
 * Docker's Engine API: a class of routes per resource, and the JSON of requests and answers; each subpackage is a resource, and here is what several of them share: filters,
 * times, the host. Knows no rule of the domain.
 */
package dev.berth.daemon.docker;
