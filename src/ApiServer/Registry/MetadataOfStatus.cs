using Kybernet.Machinery.Meta;

namespace Kybernet.ApiServer.Registry;

/// <summary>What an update through the <c>status</c> door may change of the metadata: nothing a user sets.</summary>
internal static class MetadataOfStatus
{
    extension(ObjectMeta metadata)
    {
        /// <summary>
        /// The metadata with the old labels, annotations, finalizers, owners, deletion and generation. Managed fields stay: they
        /// record the change. Upstream: <c>ResetObjectMetaForStatus</c>.
        /// </summary>
        public ObjectMeta ResetForStatus(ObjectMeta old) => metadata with
        {
            DeletionTimestamp = old.DeletionTimestamp,
            Generation = old.Generation,
            SelfLink = old.SelfLink,
            Labels = old.Labels,
            Annotations = old.Annotations,
            Finalizers = old.Finalizers,
            OwnerReferences = old.OwnerReferences,
        };
    }
}
