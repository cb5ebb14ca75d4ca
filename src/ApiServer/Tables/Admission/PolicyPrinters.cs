using Kybernet.Api.AdmissionRegistration.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Tables.Admission;

/// <summary>Validating admission policies.</summary>
public sealed class ValidatingAdmissionPolicyPrinter() : TablePrinter<ValidatingAdmissionPolicy>(
[
    Column.Name,
    Column.Integer("Validations", "How many rules the policy has."),
    Column.Text("ParamKind", "The kind of the policy's parameters."),
    Column.Age,
])
{
    protected override ListOf<JsonValue> Row(ValidatingAdmissionPolicy value, DateTimeOffset now) =>
        [value.Metadata.Name, value.Spec.Validations.Count, ParamCells.Kind(value.Spec.ParamKind), Cell.Age(value.Metadata, now)];
}

/// <summary>Mutating admission policies.</summary>
public sealed class MutatingAdmissionPolicyPrinter() : TablePrinter<MutatingAdmissionPolicy>(
[
    Column.Name,
    Column.Integer("Mutations", "How many changes the policy makes."),
    Column.Text("ParamKind", "The kind of the policy's parameters."),
    Column.Age,
])
{
    protected override ListOf<JsonValue> Row(MutatingAdmissionPolicy value, DateTimeOffset now) =>
        [value.Metadata.Name, value.Spec.Mutations.Count, ParamCells.Kind(value.Spec.ParamKind), Cell.Age(value.Metadata, now)];
}
