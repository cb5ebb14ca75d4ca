using Kybernet.Machinery.Meta;

namespace Kybernet.ApiServer.Registry;

/// <summary>How often what a user wants of an object has changed.</summary>
internal static class Generations
{
    extension(ObjectMeta metadata)
    {
        /// <summary>The metadata of a new object.</summary>
        public ObjectMeta WithFirstGeneration() => metadata.Generation == 1 ? metadata : metadata with { Generation = 1 };

        /// <summary>The metadata after an update: one more than <paramref name="old"/> had when something was wanted otherwise.</summary>
        public ObjectMeta WithNextGeneration(ObjectMeta old, bool changed) =>
            (changed ? old.Generation + 1 : old.Generation) is var generation && generation == metadata.Generation
                ? metadata
                : metadata with { Generation = generation };
    }
}
