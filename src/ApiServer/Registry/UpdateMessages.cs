namespace Kybernet.ApiServer.Registry;

/// <summary>Upstream's words about writes that do not fit what is there.</summary>
internal static class UpdateMessages
{
    public const string NamespaceMismatch = "the namespace of the provided object does not match the namespace sent on the request";

    public static string UidPrecondition(string wanted, string found) =>
        $"Precondition failed: UID in precondition: {wanted}, UID in object meta: {found}";

    public static string RevisionPrecondition(string wanted, string found) =>
        $"Precondition failed: ResourceVersion in precondition: {wanted}, ResourceVersion in object meta: {found}";
}
