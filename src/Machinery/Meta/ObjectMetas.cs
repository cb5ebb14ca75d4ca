using Kybernet.Machinery.Kinds;
using Kybernet.Machinery.Objects;
using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Meta;

/// <summary>Questions every component asks of an object's metadata, and the changes it makes to them.</summary>
public static class ObjectMetas
{
    extension(ObjectMeta metadata)
    {
        public ObjectKey Key => new(metadata.Namespace, metadata.Name);

        /// <summary>Deletion has been asked for; finalizers may hold the object still.</summary>
        public bool IsBeingDeleted => metadata.DeletionTimestamp is not null;

        /// <summary>The owner that manages the object; null when none does.</summary>
        public OwnerReference? Controller
        {
            get
            {
                foreach (var owner in metadata.OwnerReferences)
                    if (owner.Controller == true) return owner;
                return null;
            }
        }

        public bool IsControlledBy(string uid) => metadata.Controller?.Uid == uid;

        public bool HasFinalizer(string finalizer) => metadata.Finalizers.Contains(finalizer);

        public ObjectMeta WithFinalizer(string finalizer) =>
            metadata.HasFinalizer(finalizer) ? metadata : metadata with { Finalizers = metadata.Finalizers.Add(finalizer) };

        public ObjectMeta WithoutFinalizer(string finalizer) => metadata.Finalizers.IndexOf(finalizer) is var index && index < 0
            ? metadata
            : metadata with { Finalizers = metadata.Finalizers.RemoveAt(index) };

        public ObjectMeta WithLabel(string key, string value) => metadata with { Labels = metadata.Labels.SetItem(key, value) };

        public ObjectMeta WithAnnotation(string key, string value) => metadata with { Annotations = metadata.Annotations.SetItem(key, value) };

        public ObjectMeta WithDeletion(Time at, long gracePeriodSeconds) =>
            metadata with { DeletionTimestamp = at, DeletionGracePeriodSeconds = gracePeriodSeconds };
    }

    extension(IObject owner)
    {
        /// <summary>The reference by which an object names <paramref name="owner"/> as the one that manages it.</summary>
        public OwnerReference ToControllerReference() => new()
        {
            ApiVersion = owner.Gvk.ToApiVersion(),
            Kind = owner.Gvk.Kind,
            Name = owner.Metadata.Name,
            Uid = owner.Metadata.Uid,
            Controller = true,
            BlockOwnerDeletion = true,
        };
    }
}
