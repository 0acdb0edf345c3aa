package dev.berth.engine.record;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.berth.engine.container.ContainerState;

/** How a state is told apart on disk: by Docker's word for it. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "status")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ContainerState.Created.class, name = "created"),
    @JsonSubTypes.Type(value = ContainerState.Running.class, name = "running"),
    @JsonSubTypes.Type(value = ContainerState.Paused.class, name = "paused"),
    @JsonSubTypes.Type(value = ContainerState.Restarting.class, name = "restarting"),
    @JsonSubTypes.Type(value = ContainerState.Exited.class, name = "exited"),
    @JsonSubTypes.Type(value = ContainerState.Removing.class, name = "removing"),
})
interface ContainerStateJson {}
