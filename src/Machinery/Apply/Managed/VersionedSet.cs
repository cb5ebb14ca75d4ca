using Kybernet.Machinery.Apply.Fields;

namespace Kybernet.Machinery.Apply.Managed;

/// <summary>The fields a manager owns, in terms of one API version.</summary>
internal readonly record struct VersionedSet(FieldSet Fields, string ApiVersion, bool IsApplied);
