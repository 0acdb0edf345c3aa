/** What a container is asked to be, and whether that makes sense: values and rules, nothing that runs. */
package dev.berth.engine.container.option;
