namespace Kybernet.ApiServer.OpenApi.Paths;

/// <summary>What DELETE answers with: upstream's registries of some resources say the deleted object, the others a Status.</summary>
public static class DeleteAnswers
{
    /// <summary>True when DELETE of one object answers with that object.</summary>
    public static bool IsDeletedObject(string group, string plural) => group switch
    {
        "" => plural is "persistentvolumeclaims" or "persistentvolumes" or "pods" or "podtemplates" or "resourcequotas"
            or "serviceaccounts" or "services",
        "resource.k8s.io" => true,
        "storage.k8s.io" => plural != "csistoragecapacities",
        _ => false,
    };
}
