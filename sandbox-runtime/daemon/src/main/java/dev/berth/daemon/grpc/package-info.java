/** gRPC over connections that were taken out of HTTP/1: what a client serves to the engine while its build runs. */
package dev.berth.daemon.grpc;

