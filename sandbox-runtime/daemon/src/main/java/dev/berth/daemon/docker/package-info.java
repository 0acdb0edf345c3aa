/** Docker's Engine API: a class of routes per resource, and the JSON of requests and answers. Knows no rule of the domain. */
package dev.berth.daemon.docker;
