using Kybernet.Api.Networking.V1;

namespace Kybernet.ApiServer.Registry.Networking.ServiceNetworks;

/// <summary>Through this door the metadata does not change either, but for who manages which field.</summary>
internal sealed class ServiceCIDRStatusStrategy : UpdateStrategy<ServiceCIDR>
{
    public override ServiceCIDR PrepareForUpdate(ServiceCIDR value, ServiceCIDR old, WriteContext context) => value with
    {
        Spec = old.Spec,
        Metadata = value.Metadata with
        {
            DeletionTimestamp = old.Metadata.DeletionTimestamp,
            Generation = old.Metadata.Generation,
            SelfLink = old.Metadata.SelfLink,
            Labels = old.Metadata.Labels,
            Annotations = old.Metadata.Annotations,
            Finalizers = old.Metadata.Finalizers,
            OwnerReferences = old.Metadata.OwnerReferences,
        },
    };
}
